"""The OpenAPI document: schemas from the compiled messages, their comments, problems, and the operations."""
