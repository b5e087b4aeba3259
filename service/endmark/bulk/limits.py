"""How much a block holds: enough that a process is busy for a while, little enough to be held in memory by each."""

BLOCK_BYTES = 16 * 1024 * 1024
BLOCK_RECORDS = 4000
