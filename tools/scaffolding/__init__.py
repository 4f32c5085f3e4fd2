"""What tools/scaffold writes: the module as text, the account by the contract, the cases."""
