"""ClickHouse's HTTP interface: https://clickhouse.com/docs/interfaces/http."""
import base64
import json
import secrets
import subprocess
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl, urlsplit

from engine import Refusal, insert, takes_body

PIECE = 1 << 20
RESERVED = {
    'query', 'user', 'password', 'database', 'default_format', 'query_id', 'session_id', 'session_timeout', 'session_check',
    'wait_end_of_query', 'buffer_size', 'compress', 'decompress', 'role', 'quota_key', 'enable_http_compression',
}
STATUS = {**dict.fromkeys((192, 193, 497, 516), 403), 194: 401, **dict.fromkeys((60, 81), 404), **dict.fromkeys((6, 27, 38, 41, 42, 43, 46, 47, 53, 62, 63), 400), 159: 408, 164: 500}


def handler_of(config, engine):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'
        timeout = 600
        wbufsize = 1 << 16
        disable_nagle_algorithm = True

        def log_message(self, *_):
            pass

        def do_GET(self):
            if urlsplit(self.path).path in ('/ping', '/replicas_status') or self.path == '/':
                self.reply(200, b'Ok.\n')
            else:
                self.handle_query()

        def do_POST(self):
            self.handle_query()

        def handle_query(self):
            self.begun = False
            self.left = None
            given = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
            try:
                self.run_query(given, self.log_in(given))
            except Refusal as error:
                self.refuse(error)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_in(self, given):
            name = self.headers.get('X-ClickHouse-User') or given.get('user')
            password = self.headers.get('X-ClickHouse-Key') or given.get('password', '')
            basic = self.headers.get('Authorization', '')
            if basic.startswith('Basic '):
                name, password = base64.b64decode(basic[6:]).decode().split(':', 1)
            user = config.users.get(name or 'default')
            if user is None or not user.accepts(password):
                raise Refusal(
                    f'Code: 516. DB::Exception: {name or "default"}: Authentication failed: password is incorrect, '
                    'or there is no user with such name. (AUTHENTICATION_FAILED)'
                )
            return user

        def run_query(self, given, user):
            settings = {name: value for name, value in given.items() if name not in RESERVED and not name.startswith('param_')}
            parameters = {name[6:]: value for name, value in given.items() if name.startswith('param_')}
            if user.readonly == 1 and given.get('enable_http_compression') == '1':
                settings['enable_http_compression'] = '1'
            if self.command == 'GET':
                settings['readonly'] = '1'
            query = given.get('query', '')
            bodied = takes_body(query)
            if not bodied:
                body = b''.join(self.pieces())
                query = (query + '\n' + body.decode('utf-8', 'surrogateescape')).strip()
            session = given.get('session_id')
            connection, close = self.connect(session, user, settings, parameters, given.get('database'))
            try:
                if bodied:
                    insert(connection, query, self.pieces())
                    self.begin(given, 'TabSeparated')
                    self.end()
                else:
                    default = given.get('default_format') or self.headers.get('X-ClickHouse-Format') or 'TabSeparated'
                    # Ended before its connection is closed, also when nobody reads on.
                    with closing(engine.answer(connection, query, default)) as answer:
                        self.stream(given, answer, default)
            finally:
                close()

        def connect(self, session, user, settings, parameters, database):
            if session is None:
                connection = engine.open(user, settings, parameters, database)
                return connection, connection.close
            with engine.lock:
                if (user.name, session) not in engine.sessions:
                    engine.sessions[user.name, session] = (engine.open(user, settings, parameters, database), threading.Lock())
                connection, lock = engine.sessions[user.name, session]
            lock.acquire()
            return connection, lock.release

        def stream(self, given, answer, form):
            pieces = list(answer) if given.get('wait_end_of_query') == '1' else answer
            # An error before the first rows still has a status of its own.
            first = next(iter_pieces := iter(pieces), b'')
            self.begin(given, form)
            try:
                self.write(first)
                for piece in iter_pieces:
                    self.write(piece)
            except Refusal as error:
                self.break_off(error)
                return
            self.end()

        def begin(self, given, form):
            self.tag = secrets.token_hex(8)
            self.compressor = None
            self.send_response(200)
            self.send_header('Content-Type', 'text/tab-separated-values; charset=UTF-8')
            self.send_header('X-ClickHouse-Format', form)
            self.send_header('X-ClickHouse-Query-Id', given.get('query_id', ''))
            self.send_header('X-ClickHouse-Summary', json.dumps({'read_rows': '0', 'written_rows': '0'}))
            self.send_header('X-ClickHouse-Exception-Tag', self.tag)
            self.send_header('Transfer-Encoding', 'chunked')
            if given.get('enable_http_compression') == '1' and 'zstd' in self.headers.get('Accept-Encoding', ''):
                self.send_header('Content-Encoding', 'zstd')
                self.compress()
            self.end_headers()
            self.begun = True

        def compress(self):
            """Lets the zstd program write the chunks."""
            program = subprocess.Popen(['zstd', '-q', '-c', '-3'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

            def send():
                while content := program.stdout.read1(PIECE):
                    self.chunk(content)

            sender = threading.Thread(target=send)
            sender.start()
            self.compressor = (program, sender)

        def write(self, content: bytes):
            if not content:
                return
            if self.compressor:
                self.compressor[0].stdin.write(content)
                self.compressor[0].stdin.flush()
            else:
                self.chunk(content)

        def chunk(self, content: bytes):
            self.wfile.write(b'%x\r\n' % len(content))
            self.wfile.write(content)
            self.wfile.write(b'\r\n')

        def end(self):
            self.finish_compressor()
            self.wfile.write(b'0\r\n\r\n')

        def finish_compressor(self):
            if self.compressor:
                program, sender = self.compressor
                program.stdin.close()
                sender.join()
                program.wait()

        def break_off(self, error):
            """Rows have been sent with status 200: the message follows them, and the answer never comes to its proper end."""
            words = self.words(error)
            mark = b'__exception__\r\n'
            self.write(b'\r\n' + mark + self.tag.encode() + b'\r\n' + words + b'%d ' % len(words) + self.tag.encode() + b'\r\n' + mark)
            self.finish_compressor()
            self.close_connection = True

        def refuse(self, error):
            if self.begun:
                self.close_connection = True
                return
            # What is left of the body would be taken for the next request.
            bodied = 'Content-Length' in self.headers or 'Transfer-Encoding' in self.headers
            if self.left != 0 and bodied:
                self.close_connection = True
            words = self.words(error)
            self.reply(STATUS.get(error.code, 500), words, {'X-ClickHouse-Exception-Code': str(error.code)})

        def words(self, error) -> bytes:
            text = str(error)
            version = f'(version {engine.version})'
            return f'{text if version in text else f"{text} {version}"}\n'.encode('utf-8', 'surrogateescape')

        def reply(self, status, content, headers=None):
            self.send_response(status)
            for name, value in {'Content-Type': 'text/plain; charset=UTF-8', **(headers or {})}.items():
                self.send_header(name, value)
            self.send_header('Content-Length', str(len(content)))
            if self.close_connection:
                self.send_header('Connection', 'close')
            self.end_headers()
            self.wfile.write(content)

        def pieces(self):
            """The body, as it comes; an end that came too early breaks the request off."""
            if self.headers.get('Content-Encoding') == 'zstd':
                raise Refusal('Code: 48. DB::Exception: compressed bodies are not taken here. (NOT_IMPLEMENTED)')
            if self.headers.get('Transfer-Encoding', '').lower() == 'chunked':
                yield from self.chunks()
                return
            self.left = int(self.headers.get('Content-Length') or 0)
            while self.left > 0:
                content = self.rfile.read1(min(PIECE, self.left))
                if not content:
                    raise ConnectionResetError
                self.left -= len(content)
                yield content

        def chunks(self):
            self.left = 1
            while True:
                line = self.rfile.readline()
                if not line:
                    raise ConnectionResetError
                size = int(line.split(b';')[0], 16)
                content = self.rfile.read(size)
                if len(content) < size:
                    raise ConnectionResetError
                self.rfile.readline()
                if size == 0:
                    self.left = 0
                    return
                yield content

    return Handler
