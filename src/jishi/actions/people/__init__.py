"""What is done about persons and members; every full view of a number is an event that the person can see."""
