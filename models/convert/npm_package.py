"""Files of one version of an npm package, whose archive must have a known sha256."""

import hashlib
import io
import json
import re
import tarfile
import urllib.request
from base64 import b64decode

REGISTRY = "https://registry.npmjs.org"


class NpmPackage:
    def __init__(self, name, version, sha256):
        self.title = f"{name} {version}"
        url = f"{REGISTRY}/{name}/-/{name.rsplit('/', 1)[-1]}-{version}.tgz"
        with urllib.request.urlopen(url) as answer:
            archive = answer.read()
        found = hashlib.sha256(archive).hexdigest()
        if found != sha256:
            raise ValueError(f"{url} has sha256 {found}, not {sha256}")
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            self.files = {file.name: files.extractfile(file).read() for file in files if file.isfile()}

    def file(self, path):
        return self.files[f"package/{path}"]

    def json(self, path):
        return json.loads(self.file(path))

    def bundled_json(self, path):
        """What a bundler has made of JSON: an object literal with plain keys, !0 for true and .5 for 0.5."""
        code = self.file(path).decode()
        literal, _, _ = code.rpartition(".exports=")[2].rpartition("},{}]},{},[1])(1)});")
        literal = re.sub(r"([{,])([A-Za-z_]\w*):", r'\1"\2":', literal)
        literal = re.sub(r"([:,\[]-?)\.(\d)", r"\g<1>0.\2", literal)
        return json.loads(literal.replace("!0", "true").replace("!1", "false"))

    def bundled_bytes(self, path):
        """Bytes that a bundler has wrapped as a string in Base64: the longest one."""
        return b64decode(max(re.findall(rb'"([A-Za-z0-9+/]+={0,2})"', self.file(path)), key=len))
