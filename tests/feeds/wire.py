"""A network on which chargers speak to a CSMS, as somebody captures it."""

import io
import socket

import dpkt
from websockets.client import ClientProtocol
from websockets.extensions.permessage_deflate import (
    ClientPerMessageDeflateFactory,
    ServerPerMessageDeflateFactory,
)
from websockets.server import ServerProtocol
from websockets.uri import parse_uri

from chargeboard.time.instants import SECOND

MSS = 1400
CSMS_PORT = 9000


class Wire:
    """Packets, each with its instant."""

    def __init__(self):
        self.packets = []

    def pcap(self, *, link=dpkt.pcap.DLT_EN10MB, snaplen=1 << 18, clothe=bytes, nano=False, ng=False):
        """All of them in a file; `clothe` puts an Ethernet packet into what is captured."""
        file = io.BytesIO()
        writer = (
            dpkt.pcapng.Writer(file, snaplen, link)
            if ng
            else dpkt.pcap.Writer(file, snaplen, link, nano=nano)
        )
        for at, packet in self.packets:
            writer.writepkt(clothe(packet)[:snaplen], at / SECOND)
        return file.getvalue()


class Line:
    """A TCP connection of a charger, as packets on a wire."""

    def __init__(self, wire, port=40_000, *, charger="192.0.2.7", csms="198.51.100.1", began=0xFFFF_FF00):
        self._wire, self._port = wire, port
        self._hosts = {"in": charger, "out": csms}
        # numbers begin again soon
        self._next = {"in": began, "out": 7}

    def opens(self, at):
        self._packet("in", at, dpkt.tcp.TH_SYN)
        self._next["in"] += 1
        self._packet("out", at + 1, dpkt.tcp.TH_SYN | dpkt.tcp.TH_ACK)
        self._next["out"] += 1
        self._packet("in", at + 2, dpkt.tcp.TH_ACK)

    def says(self, direction, data, at, mss=MSS):
        other = "out" if direction == "in" else "in"
        for begin in range(0, len(data), mss):
            self._packet(direction, at, dpkt.tcp.TH_ACK | dpkt.tcp.TH_PUSH, data[begin : begin + mss])
            self._next[direction] += len(data[begin : begin + mss])
        self._packet(other, at, dpkt.tcp.TH_ACK)

    def closes(self, at, first="in"):
        for direction in (first, "out" if first == "in" else "in"):
            self._packet(direction, at, dpkt.tcp.TH_FIN | dpkt.tcp.TH_ACK)
            self._next[direction] += 1
        self._packet(first, at, dpkt.tcp.TH_ACK)

    def breaks(self, at):
        self._packet("out", at, dpkt.tcp.TH_RST)

    def _packet(self, direction, at, flags, data=b""):
        other = "out" if direction == "in" else "in"
        ports = {"in": self._port, "out": CSMS_PORT}
        tcp = dpkt.tcp.TCP(
            sport=ports[direction],
            dport=ports[other],
            seq=self._next[direction] % (1 << 32),
            ack=self._next[other] % (1 << 32) if flags & dpkt.tcp.TH_ACK else 0,
            flags=flags,
            data=data,
        )
        hosts = self._hosts[direction], self._hosts[other]
        if ":" in hosts[0]:
            source, target = (socket.inet_pton(socket.AF_INET6, host) for host in hosts)
            packet = dpkt.ip6.IP6(
                src=source,
                dst=target,
                nxt=dpkt.ip.IP_PROTO_TCP,
                p=dpkt.ip.IP_PROTO_TCP,
                data=tcp,
                plen=len(tcp),
            )
            packet.extension_hdrs, kind = {}, dpkt.ethernet.ETH_TYPE_IP6
        else:
            source, target = map(socket.inet_aton, hosts)
            packet = dpkt.ip.IP(src=source, dst=target, p=dpkt.ip.IP_PROTO_TCP, data=tcp)
            packet.len, kind = len(packet), dpkt.ethernet.ETH_TYPE_IP
        ethernet = dpkt.ethernet.Ethernet(src=b"\2" * 6, dst=b"\4" * 6, type=kind, data=packet)
        self._wire.packets.append((at, bytes(ethernet)))


class Call:
    """A charger that speaks over a line by WebSocket."""

    def __init__(
        self, line, station, at, *, protocol="ocpp1.6", compression=False, password="", asks="/ocpp/"
    ):
        line.opens(at)
        self._line = line
        uri = parse_uri(f"ws://csms.example:{CSMS_PORT}{asks}{station}")
        self.client = ClientProtocol(
            uri,
            subprotocols=[protocol],
            extensions=[ClientPerMessageDeflateFactory()] if compression else None,
        )
        self.server = ServerProtocol(
            subprotocols=[protocol], extensions=[ServerPerMessageDeflateFactory()] if compression else None
        )
        request = self.client.connect()
        if password:
            request.headers["Authorization"] = f"Basic {password}"
        self.client.send_request(request)
        self._pass("in", at + 10)
        self.server.send_response(self.server.accept(self.server.events_received()[0]))
        self._pass("out", at + 20)

    def says(self, direction, text, at, **how):
        side = self.client if direction == "in" else self.server
        side.send_text(text.encode(), **how)
        self._pass(direction, at)

    def pings(self, at):
        self.client.send_ping(b"")
        self._pass("in", at)
        self._pass("out", at)

    def hangs_up(self, at, code=1000, first="in"):
        other = "out" if first == "in" else "in"
        {"in": self.client, "out": self.server}[first].send_close(code)
        self._pass(first, at)
        self._pass(other, at)
        self._line.closes(at, first)

    def _pass(self, direction, at):
        side, other = (self.client, self.server) if direction == "in" else (self.server, self.client)
        data = b"".join(side.data_to_send())
        if data:
            self._line.says(direction, data, at)
            other.receive_data(data)


def captured_call():
    """A capture of a charger that says one thing and leaves."""
    wire = Wire()
    call = Call(Line(wire), "CP1", 1_700_000_000 * SECOND)
    call.says("in", '[2,"1","Heartbeat",{}]', 1_700_000_001 * SECOND)
    call.hangs_up(1_700_000_002 * SECOND)
    return wire.pcap()
