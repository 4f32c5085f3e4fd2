"""Who carries operations out: pulls them from their streams, claims each, runs it with the engine, records its end."""
