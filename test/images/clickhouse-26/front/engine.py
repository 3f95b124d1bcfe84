"""Queries on the embedded engine: one connection for each request, or for each session."""
import re
import tempfile
import threading

from chdb import _chdb

from config import write_engine_config

# Each block of these comes as a piece that can follow another; the rest is made whole before it is sent.
STREAMED = re.compile(r'^(Native|RowBinary|LineAsString|Raw|(TabSeparated|TSV)(Raw)?|CSV|JSON\w*EachRow|Values)$', re.I)
HEADED = {'csvwithnames': 1, 'csvwithnamesandtypes': 2, 'tabseparatedwithnames': 1, 'tabseparatedwithnamesandtypes': 2}
FORMAT = re.compile(r'\bFORMAT\s+(\w+)\s*;?\s*$', re.I)
# Formats that say themselves which columns of which types follow.
SELF_DESCRIBING = re.compile(r'^(Native|CSVWithNamesAndTypes)$', re.I)
INSERT = re.compile(r'^\s*INSERT\s', re.I)
# The engine streams the answers of these only.
READS = re.compile(r'^[\s(]*(SELECT|WITH)\b', re.I)


class Refusal(Exception):
    """An error as the engine words it, with its number."""

    def __init__(self, message: str):
        super().__init__(message)
        found = re.search(r'Code: (\d+)', message)
        self.code = int(found.group(1)) if found else 1002


class Engine:
    def __init__(self, config):
        self.config = config
        self.uuid = config.server_uuid
        self.place = f'{config.path}?config-file={write_engine_config(config)}'
        self.sessions = {}
        self.lock = threading.Lock()
        # Held for as long as the server runs, so that the engine does not end between requests.
        self.first = _chdb.connect(self.place)
        self.version = bytes(self.first.query('SELECT version()', 'TSVRaw').bytes()).decode().strip()

    def open(self, user, settings, parameters, database):
        """A connection with the user's rights and the request's settings, in the order in which the server applies them."""
        connection = _chdb.connect(self.place)
        try:
            for name, value in user.settings.items():
                run(connection, f'SET {name} = {literal(value)}')
            if user.readonly:
                run(connection, f'SET readonly = {user.readonly}')
            if database:
                # USE is refused to nobody; an absent database is the request's error.
                run(connection, f'USE {identifier(database)}')
            for name, value in parameters.items():
                run(connection, f'SET param_{name} = {literal(value)}')
            readonly = settings.pop('readonly', None)
            for name, value in settings.items():
                run(connection, f'SET {name} = {literal(value)}')
            if readonly is not None:
                run(connection, f'SET readonly = {int(readonly)}')
            return connection
        except BaseException:
            connection.close()
            raise

    def answer(self, connection, query, default_format):
        """The pieces of a query's answer."""
        query = query.replace('serverUUID()', f"toUUID('{self.uuid}')")
        named = FORMAT.search(query)
        form = named.group(1) if named else default_format
        headed = HEADED.get(form.lower())
        if not READS.match(query) or (headed is None and not STREAMED.match(form)):
            yield bytes(run(connection, query, form).bytes())
            return
        yield from stream(connection, query, form, headed)


def stream(connection, query, form, headed):
    result = guarded(connection.send_query, query, form)
    header = None
    ended = False
    try:
        while True:
            piece = guarded(connection.streaming_fetch_result, result)
            content = b'' if piece is None else bytes(piece.bytes())
            if piece is None or (piece.rows_read() == 0 and header is not None):
                ended = True
                return
            if headed and header is None:
                header = b''.join(content.splitlines(keepends=True)[:headed])
            elif headed and content.startswith(header):
                content = content[len(header):]
            header = header or b''
            if content:
                yield content
            if piece.rows_read() == 0:
                ended = True
                return
    finally:
        if not ended:
            connection.streaming_cancel_query(result)


def insert(connection, statement, pieces):
    """Runs an INSERT whose rows are the pieces of a body."""
    named = FORMAT.search(statement)
    head, form = statement[: named.start()], named.group(1)
    if not SELF_DESCRIBING.match(form):
        feed(connection, head, form, pieces)
        return
    # The engine's own way of feeding pieces loses an error that comes with the last rows.
    with tempfile.NamedTemporaryFile(prefix='lifeboat-insert-') as body:
        for piece in pieces:
            body.write(piece)
        body.flush()
        run(connection, f'{head} SELECT * FROM file({literal(body.name)}, {literal(form)})')


def feed(connection, statement, form, pieces):
    handle = guarded(connection.send_insert, statement, form)
    try:
        for piece in pieces:
            guarded(connection.insert_append, handle, piece)
    except BaseException:
        connection.insert_cancel(handle)
        raise
    guarded(connection.insert_done, handle)


def takes_body(query: str) -> bool:
    return bool(INSERT.match(query) and FORMAT.search(query))


def run(connection, query, form='TabSeparated'):
    return guarded(connection.query, query, form)


def guarded(call, *given):
    try:
        return call(*given)
    except RuntimeError as error:
        raise Refusal(str(error)) from error


def literal(text: str) -> str:
    return "'" + text.replace('\\', '\\\\').replace("'", "\\'") + "'"


def identifier(name: str) -> str:
    return '`' + name.replace('\\', '\\\\').replace('`', '\\`') + '`'
