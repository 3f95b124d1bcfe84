"""What the front needs of the server's configuration file; the engine reads the same file for itself."""
import hashlib
import hmac
import uuid
import xml.etree.ElementTree as xml
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class User:
    name: str
    plain: str | None
    sha256: str | None
    readonly: int
    settings: dict

    def accepts(self, password: str) -> bool:
        if self.sha256:
            given = hashlib.sha256(password.encode()).hexdigest()
            return hmac.compare_digest(given, self.sha256.lower())
        return hmac.compare_digest(password.encode(), (self.plain or '').encode())


@dataclass(frozen=True)
class Config:
    file: str
    path: Path
    hosts: list
    http_port: int | None
    https_port: int | None
    certificate: str | None
    key: str | None
    users: dict

    @property
    def server_uuid(self) -> str:
        """Kept beside the data, as the official server does."""
        file = self.path / 'uuid'
        if not file.exists():
            self.path.mkdir(parents=True, exist_ok=True)
            file.write_text(str(uuid.uuid4()))
        return file.read_text().strip()


def read_config(file: str) -> Config:
    root = xml.parse(file).getroot()
    users_file = root.findtext('user_directories/users_xml/path') or root.findtext('users_config')
    users_root = root
    if users_file:
        users_root = xml.parse(Path(file).parent / users_file).getroot()
    tls = root.find('openSSL/server')
    return Config(
        file=file,
        path=Path(root.findtext('path') or '/var/lib/clickhouse/'),
        hosts=[each.text for each in root.findall('listen_host')] or ['127.0.0.1'],
        http_port=port(root, 'http_port'),
        https_port=port(root, 'https_port'),
        certificate=None if tls is None else tls.findtext('certificateFile'),
        key=None if tls is None else tls.findtext('privateKeyFile'),
        users=read_users(users_root),
    )


def write_engine_config(config: Config) -> str:
    """The same file for the engine itself, which knows one user only and asks it for no password: logins are judged by the front."""
    root = xml.parse(config.file).getroot()
    for name in ('users_config', 'user_directories', 'users', 'profiles', 'quotas'):
        for each in root.findall(name):
            root.remove(each)
    users = xml.fromstring(ENGINE_USERS)
    xml.SubElement(root, 'users_config').text = str(config.path / 'engine-users.xml')
    xml.ElementTree(users).write(config.path / 'engine-users.xml')
    xml.ElementTree(root).write(config.path / 'engine.xml')
    return str(config.path / 'engine.xml')


ENGINE_USERS = """<clickhouse>
  <users><default>
    <password/><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>
    <access_management>1</access_management><named_collection_control>1</named_collection_control>
    <show_named_collections>1</show_named_collections><show_named_collections_secrets>1</show_named_collections_secrets>
  </default></users>
  <profiles><default/></profiles><quotas><default/></quotas>
</clickhouse>"""


def port(root, name: str) -> int | None:
    text = root.findtext(name)
    return int(text) if text else None


def read_users(root) -> dict:
    users = {}
    for each in root.find('users') or []:
        profile = each.findtext('profile') or 'default'
        settings = {setting.tag: setting.text or '' for setting in root.find(f'profiles/{profile}') or []}
        users[each.tag] = User(
            name=each.tag,
            plain=each.findtext('password'),
            sha256=each.findtext('password_sha256_hex'),
            readonly=int(settings.pop('readonly', 0)),
            settings=settings,
        )
    return users
