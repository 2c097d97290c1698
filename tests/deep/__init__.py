"""What takes minutes: several processes, and what happens when something is away."""
