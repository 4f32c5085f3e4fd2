"""What a fraud team or its model may have of operations and events, in rows: `tollbridge export fraud`."""
