"""
The tap: bytes pass between chargers and a CSMS that exists, and chargeboard gets a copy.

Two processes. `relay` passes bytes on and does nothing else; `copier`, its child, reads the copies, hides
secrets, and keeps what was said in a spool until the serving process has it. A pipe that holds a bounded
number of bytes lies between them (`outlet`, `records`).
"""
