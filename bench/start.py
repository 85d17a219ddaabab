"""What does one run of a program cost? Runs the command that it is given and prints the account as JSON."""

import json
import os
import subprocess
import sys
import time

begin = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=sys.stderr)
output = child.stdout.read() if child.stdout else b""
_, status, used = os.wait4(child.pid, 0)
wall_s = time.perf_counter() - begin
if os.waitstatus_to_exitcode(status):
    sys.stderr.write(output.decode(errors="replace")[-2000:])
    sys.exit(1)
# the BSDs and macOS count bytes, Linux counts KiB
unit = 1 if sys.platform == "darwin" else 1024
print(
    json.dumps(
        {
            "cpu_s": used.ru_utime + used.ru_stime,
            "wall_s": wall_s,
            "peak_bytes": used.ru_maxrss * unit,
            "output": output.decode(errors="replace"),
        }
    )
)
