"""Long work: jobs, their batches, reactions and schedules, with the engine and without."""
