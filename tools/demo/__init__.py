"""`make demo`: card payments through every layer, over real gRPC and real HTTP, against a simulated Stripe."""
