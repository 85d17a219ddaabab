#!/usr/bin/env bash
# A broker of MQTT 5 says in its acknowledgement (PUBACK) that it did not take a message: "Not authorized", where an
# access list forbids it. aiomqtt waits for that acknowledgement and returns from publish() as if it were accepted:
# Client._on_publish does not look at the reason code. Paho, below it, hands the code on.
# A program that records what was accepted has to look itself. Needs mosquitto. Exits non-zero if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
PATH="$PATH:/usr/sbin"
command -v mosquitto >/dev/null || { echo "mosquitto is missing"; exit 2; }
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "aiomqtt==2.5.1" "paho-mqtt==2.1.0"
"$folder/venv/bin/python" - "$folder" <<'PY'
import asyncio
import os
import socket
import subprocess
import sys
from importlib.metadata import version

import aiomqtt

folder = sys.argv[1]
with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
with open(f"{folder}/acl", "w") as acl:
    acl.write("topic read #\n")  # nobody may write anything
with open(f"{folder}/conf", "w") as conf:
    root = "user root\n" if os.geteuid() == 0 else ""
    conf.write(f"listener {port} 127.0.0.1\nallow_anonymous true\nacl_file {folder}/acl\n{root}")
broker = subprocess.Popen(["mosquitto", "-c", f"{folder}/conf"], stderr=subprocess.PIPE, text=True)
for line in broker.stderr:
    if " running" in line:
        break
codes = []


class Watched(aiomqtt.Client):
    def _on_publish(self, client, userdata, mid, reason_code, properties):
        codes.append(str(reason_code))
        super()._on_publish(client, userdata, mid, reason_code, properties)


async def story():
    async with Watched("127.0.0.1", port, protocol=aiomqtt.ProtocolVersion.V5) as client:
        await client.publish("yard/alert", b"1", qos=1)
        return "returned"


try:
    became = asyncio.run(story())
finally:
    broker.terminate()
    broker.wait()
print("aiomqtt", version("aiomqtt"), "publish", became, "and the broker had said", codes)
assert became == "returned", became
assert codes == ["Not authorized"], codes
PY
echo "seen: publish() returns though the broker refused"
