"""Back-ups (резервные копии): taken online, encrypted, verified, rotated, and truly restored."""
