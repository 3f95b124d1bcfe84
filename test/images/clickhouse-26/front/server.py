"""The program clickhouse-server: its arguments, its listeners, its end."""
import os
import signal
import socket
import ssl
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

from release import release


def main(arguments: list) -> None:
    if '--version' in arguments or '-V' in arguments:
        print(f'ClickHouse server version {release()} (engine of chdb).')
        return
    serve(option(arguments, 'config-file') or '/etc/clickhouse-server/config.xml')


def option(arguments: list, name: str) -> str | None:
    for at, each in enumerate(arguments):
        if each.startswith(f'--{name}='):
            return each.split('=', 1)[1]
        if each in (f'--{name}', '-C'):
            return arguments[at + 1]
    return None


def serve(file: str) -> None:
    file = str(Path(file).resolve())
    # The engine's package would take a config.xml of the current folder for its own.
    os.chdir('/')
    from config import read_config
    from engine import Engine
    from handler import handler_of

    config = read_config(file)
    engine = Engine(config)
    handler = handler_of(config, engine)
    listeners = []
    for host in config.hosts:
        if config.http_port:
            listeners.append(listen(host, config.http_port, handler, None))
        if config.https_port:
            listeners.append(listen(host, config.https_port, handler, config))
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: os._exit(0))
    for each in listeners:
        threading.Thread(target=each.serve_forever, daemon=True).start()
    print(f'Ready for connections. (ClickHouse {engine.version})', flush=True)
    signal.pause()


def listen(host: str, port: int, handler, secure):
    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128
        address_family = socket.AF_INET6 if ':' in host else socket.AF_INET

        def handle_error(self, request, client_address):
            pass

    server = Server((host, port), handler)
    if secure:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(secure.certificate, secure.key)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    return server
