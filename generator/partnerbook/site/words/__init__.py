"""What the analysis found, in the words of the handbook and of commands."""
