"""The release of the engine, told without loading it."""
from importlib.metadata import distributions
from pathlib import Path

WHEEL = Path(__file__).resolve().parent.parent / 'wheel'


def release() -> str:
    found = next(each for each in distributions(path=[str(WHEEL)]) if each.metadata['Name'] == 'chdb-core')
    return f'{found.version}.1'
