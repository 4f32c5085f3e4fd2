"""The pages of docs/generated, each read off the code: connectors, their golden cases, the unified decline table."""
