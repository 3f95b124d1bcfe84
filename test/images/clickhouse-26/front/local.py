"""The program clickhouse-local, as far as it reads one file."""
import os
import sys
import tempfile

from release import release


def main(arguments: list) -> None:
    if '--version' in arguments:
        print(f'ClickHouse local version {release()} (engine of chdb).')
        return
    # The engine's package would take a config.xml of the current folder for its own.
    os.chdir('/')
    from chdb import _chdb

    query = arguments[arguments.index('--query') + 1]
    with tempfile.TemporaryDirectory() as folder:
        connection = _chdb.connect(folder)
        try:
            answer = connection.query(query, 'TabSeparated')
            sys.stdout.buffer.write(bytes(answer.bytes()))
        except RuntimeError as error:
            sys.exit(str(error))
        finally:
            connection.close()
