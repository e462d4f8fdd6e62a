#!/usr/bin/env python3
"""An independent reader of web archives, written from the WARC 1.1 and WACZ 1.1.1 specifications.

Standard library only. Shares no code and no language with the writer that it checks.

    read_warc.py ARCHIVE.warc | ARCHIVE.warc.gz | ARCHIVE.wacz [--body-dir DIR]

Prints one JSON document: the records, the problems found (empty for a sound archive) and, for a WACZ, what its index and
manifest say. Exit code 0 when there are no problems, 1 when there are, 2 when the file cannot be read at all.
"""
import base64
import gzip
import hashlib
import io
import json
import os
import re
import sys
import zipfile
import zlib

RECORD_TYPES = {'warcinfo', 'response', 'resource', 'request', 'metadata', 'revisit', 'conversion', 'continuation'}
# WARC 1.1, 5: fields that may stand once only. WARC-Concurrent-To is the only named field that may be repeated.
REPEATABLE = {'warc-concurrent-to'}
DATE = re.compile(r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$')
RECORD_ID = re.compile(r'^<[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]+>$')
TOKEN = re.compile(rb"^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$")


class Reader:
    def __init__(self):
        self.problems = []
        self.records = []

    def problem(self, where, what):
        self.problems.append({'where': where, 'what': what})

    # -- framing ---------------------------------------------------------------------------------------------------

    def read_gzip(self, data):
        """One gzip member per record (WARC 1.1, annex D)."""
        offset = 0
        while offset < len(data):
            inflate = zlib.decompressobj(wbits=31)
            try:
                record = inflate.decompress(data[offset:])
            except zlib.error as error:
                self.problem(f'offset {offset}', f'no gzip member: {error}')
                return
            if not inflate.eof:
                self.problem(f'offset {offset}', 'gzip member is cut')
                return
            length = len(data) - offset - len(inflate.unused_data)
            rest = self.read_record(record, 0, offset, length)
            if rest is None:
                return
            if rest != len(record):
                self.problem(f'offset {offset}', 'a gzip member holds more than one record')
            offset += length

    def read_plain(self, data):
        position = 0
        while position < len(data):
            after = self.read_record(data, position, position, None)
            if after is None:
                return
            position = after

    def read_record(self, data, position, offset, length):
        """Reads one record; the position after it, or None when the framing is lost."""
        where = f'offset {offset}'
        head_end = data.find(b'\r\n\r\n', position)
        if head_end < 0:
            self.problem(where, 'record has no end of its header')
            return None
        lines = data[position:head_end].split(b'\r\n')
        if lines[0] != b'WARC/1.1':
            self.problem(where, f'version line is {lines[0][:40]!r}, not WARC/1.1')
            return None
        fields = self.read_fields(lines[1:], where)
        try:
            size = int(fields['content-length'][0])
        except (KeyError, ValueError):
            self.problem(where, 'Content-Length is missing or no number')
            return None
        block_at = head_end + 4
        block = data[block_at:block_at + size]
        if len(block) != size or data[block_at + size:block_at + size + 4] != b'\r\n\r\n':
            self.problem(where, 'the block is not as long as Content-Length says, or two CRLF are missing after it')
            return None
        self.check_record(fields, block, where, offset, length)
        return block_at + size + 4

    def read_fields(self, lines, where):
        fields = {}
        for line in lines:
            name, colon, value = line.partition(b':')
            if not colon or not TOKEN.match(name):
                self.problem(where, f'not a named field: {line[:60]!r}')
                continue
            try:
                text = value.decode('utf-8').strip()
            except UnicodeDecodeError:
                self.problem(where, f'field {name!r} is not UTF-8')
                continue
            fields.setdefault(name.decode('ascii').lower(), []).append(text)
        for name, values in fields.items():
            if len(values) > 1 and name not in REPEATABLE and name.startswith(('warc-', 'content-')):
                self.problem(where, f'field {name} stands {len(values)} times')
        return fields

    # -- meaning ---------------------------------------------------------------------------------------------------

    def check_record(self, fields, block, where, offset, length):
        def one(name):
            return fields.get(name, [None])[0]

        kind = one('warc-type')
        if kind not in RECORD_TYPES:
            self.problem(where, f'WARC-Type is {kind!r}')
        if not RECORD_ID.match(one('warc-record-id') or ''):
            self.problem(where, f"WARC-Record-ID is {one('warc-record-id')!r}")
        if not DATE.match(one('warc-date') or ''):
            self.problem(where, f"WARC-Date is {one('warc-date')!r}")
        if kind in {'response', 'resource', 'request', 'revisit', 'conversion', 'continuation'} and not one('warc-target-uri'):
            self.problem(where, f'{kind} record without WARC-Target-URI')
        if kind != 'warcinfo' and len(block) > 0 and not one('content-type') and kind != 'continuation':
            self.problem(where, f'{kind} record without Content-Type')
        self.check_digest(one('warc-block-digest'), block, where, 'block')

        record = {
            'offset': offset,
            'length': length,
            'type': kind,
            'id': one('warc-record-id'),
            'date': one('warc-date'),
            'url': one('warc-target-uri'),
            'fields': fields,
            'blockBytes': len(block),
        }
        content_type = (one('content-type') or '').lower()
        if content_type.startswith('application/http'):
            record['http'] = self.read_http(kind, block, where, one('warc-truncated'))
            payload = record['http'].pop('payload', b'')
            if kind == 'revisit':
                if not one('warc-profile'):
                    self.problem(where, 'revisit record without WARC-Profile')
                if not one('warc-payload-digest'):
                    self.problem(where, 'revisit record without WARC-Payload-Digest')
                if payload:
                    self.problem(where, 'revisit record with a payload')
            else:
                self.check_digest(one('warc-payload-digest'), payload, where, 'payload')
            record['payloadSha256'] = hashlib.sha256(payload).hexdigest()
            record['payloadBytes'] = len(payload)
            record['payload'] = payload
        else:
            record['payloadSha256'] = hashlib.sha256(block).hexdigest()
            record['payloadBytes'] = len(block)
            record['payload'] = block
        self.records.append(record)

    def check_digest(self, labelled, data, where, what):
        if labelled is None:
            return
        algorithm, _, value = labelled.partition(':')
        if algorithm.lower() not in {'sha1', 'sha256', 'sha512'}:
            self.problem(where, f'{what} digest of an unknown kind: {algorithm}')
            return
        digest = hashlib.new(algorithm.lower(), data)
        base32 = base64.b32encode(digest.digest()).decode('ascii')
        if value.lower() != digest.hexdigest() and value.upper().rstrip('=') != base32.rstrip('='):
            self.problem(where, f'{what} digest is {labelled}, the bytes give {algorithm}:{digest.hexdigest()}')

    def read_http(self, kind, block, where, truncated):
        head, separator, payload = block.partition(b'\r\n\r\n')
        if not separator:
            self.problem(where, 'HTTP message has no end of its header')
            return {}
        lines = head.split(b'\r\n')
        http = {'startLine': lines[0].decode('latin-1'), 'headers': [], 'payload': payload}
        if kind == 'request':
            if not re.match(rb'^[^\s]+ [^\s]+ HTTP/\d(\.\d)?$', lines[0]):
                self.problem(where, f'request line is {lines[0][:80]!r}')
            http['method'] = lines[0].split(b' ')[0].decode('latin-1')
        else:
            status = re.match(rb'^HTTP/\d(?:\.\d)? (\d{3})(?: .*)?$', lines[0])
            if status is None:
                self.problem(where, f'status line is {lines[0][:80]!r}')
            else:
                http['status'] = int(status.group(1))
        for line in lines[1:]:
            name, colon, value = line.partition(b':')
            if not colon or not TOKEN.match(name) or b'\r' in value or b'\n' in value:
                self.problem(where, f'not an HTTP header field: {line[:60]!r}')
                continue
            http['headers'].append([name.decode('ascii'), value.decode('latin-1').strip()])
        by_name = {name.lower(): value for name, value in http['headers']}
        if kind == 'response':
            for name in ('content-encoding', 'transfer-encoding'):
                if by_name.get(name, 'identity').lower() != 'identity':
                    self.problem(where, f'the body is stored decoded, but {name}: {by_name[name]} still stands')
            declared = by_name.get('content-length')
            is_bodiless = http.get('status') in {204, 304}
            if declared is not None and payload and not is_bodiless and truncated is None and declared != str(len(payload)):
                self.problem(where, f'content-length says {declared}, the body has {len(payload)} bytes')
        return http

    def check_references(self):
        ids = [record['id'] for record in self.records]
        for repeated in {one for one in ids if ids.count(one) > 1} if len(ids) != len(set(ids)) else ():
            self.problem(repeated, 'WARC-Record-ID is not unique')
        known = set(ids)
        by_id = {record['id']: record for record in self.records}
        for record in self.records:
            for name in ('warc-concurrent-to', 'warc-warcinfo-id', 'warc-refers-to'):
                for target in record['fields'].get(name, []):
                    if target not in known:
                        self.problem(f"offset {record['offset']}", f'{name} points at {target}, which is not here')
            if record['type'] == 'revisit':
                for target in record['fields'].get('warc-refers-to', []):
                    original = by_id.get(target)
                    labelled = record['fields'].get('warc-payload-digest', [''])[0]
                    if original is not None and original['fields'].get('warc-payload-digest', [''])[0] != labelled:
                        self.problem(f"offset {record['offset']}", 'revisit and the record it refers to name different payloads')


def read_wacz(path, reader):
    """WACZ 1.1.1: a ZIP with datapackage.json, archive/, indexes/, pages/."""
    wacz = {'resources': [], 'pages': [], 'index': []}
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if len(names) != len(set(names)):
            reader.problem(path, 'the ZIP holds a name twice')
        bad = archive.testzip()
        if bad is not None:
            reader.problem(bad, 'CRC-32 does not fit')
        manifest_bytes = archive.read('datapackage.json')
        manifest = json.loads(manifest_bytes)
        if manifest.get('profile') != 'data-package':
            reader.problem('datapackage.json', 'profile is not data-package')
        if manifest.get('wacz_version') != '1.1.1':
            reader.problem('datapackage.json', f"wacz_version is {manifest.get('wacz_version')!r}")
        listed = {resource['path']: resource for resource in manifest.get('resources', [])}
        for name in names:
            if name not in listed and name not in {'datapackage.json', 'datapackage-digest.json'}:
                reader.problem(name, 'not listed in datapackage.json')
        for name, resource in listed.items():
            if name not in names:
                reader.problem(name, 'listed in datapackage.json, but not there')
                continue
            content = archive.read(name)
            if resource.get('hash') != 'sha256:' + hashlib.sha256(content).hexdigest():
                reader.problem(name, 'hash in datapackage.json does not fit')
            if resource.get('bytes') != len(content):
                reader.problem(name, 'bytes in datapackage.json do not fit')
        digest = json.loads(archive.read('datapackage-digest.json'))
        if digest.get('path') != 'datapackage.json' or digest.get('hash') != 'sha256:' + hashlib.sha256(manifest_bytes).hexdigest():
            reader.problem('datapackage-digest.json', 'does not fit datapackage.json')
        for name in names:
            info = archive.getinfo(name)
            if name.endswith('.gz') and info.compress_type != zipfile.ZIP_STORED:
                reader.problem(name, 'a gzip file is compressed again')
        warcs = [name for name in names if name.startswith('archive/')]
        if not warcs:
            reader.problem('archive/', 'no WARC')
        for name in warcs:
            reader.read_gzip(archive.read(name)) if name.endswith('.gz') else reader.read_plain(archive.read(name))
        read_pages(archive, names, wacz, reader)
        read_index(archive, names, wacz, reader)
        wacz['resources'] = sorted(listed)
        wacz['manifest'] = manifest
    return wacz


def read_pages(archive, names, wacz, reader):
    if 'pages/pages.jsonl' not in names:
        reader.problem('pages/pages.jsonl', 'missing')
        return
    lines = [json.loads(line) for line in archive.read('pages/pages.jsonl').decode('utf-8').splitlines() if line]
    if not lines or lines[0].get('format') != 'json-pages-1.0':
        reader.problem('pages/pages.jsonl', 'header is not json-pages-1.0')
    wacz['pages'] = lines[1:]
    urls = {record['url'] for record in reader.records if record['type'] in {'response', 'revisit', 'resource'}}
    for page in wacz['pages']:
        if 'url' not in page or 'ts' not in page:
            reader.problem('pages/pages.jsonl', 'page without url or ts')
        elif page['url'].split('#')[0] not in {url.split('#')[0] for url in urls if url}:
            reader.problem('pages/pages.jsonl', f"page {page['url'][:200]} has no record")


def read_index(archive, names, wacz, reader):
    indexes = [name for name in names if re.match(r'^indexes/.*\.cdxj?(\.gz)?$', name)]
    if not indexes:
        reader.problem('indexes/', 'no CDXJ')
    lines = []
    for name in indexes:
        content = archive.read(name)
        text = (gzip.decompress(content) if name.endswith('.gz') else content).decode('utf-8')
        lines += [line for line in text.splitlines() if line and not line.startswith('!meta')]
    if lines != sorted(lines, key=lambda line: line.encode('utf-8')):
        reader.problem('indexes/', 'CDXJ is not sorted')
    by_offset = {record['offset']: record for record in reader.records}
    for line in lines:
        key, timestamp, rest = line.split(' ', 2)
        entry = json.loads(rest)
        wacz['index'].append({'key': key, 'timestamp': timestamp, **entry})
        record = by_offset.get(int(entry['offset']))
        if record is None:
            reader.problem('indexes/', f"no record at offset {entry['offset']}")
            continue
        if record['url'] != entry['url'] or record['length'] != int(entry['length']):
            reader.problem('indexes/', f"offset {entry['offset']}: the index names another address or length than the record")
        if record['type'] not in {'response', 'revisit', 'resource'}:
            reader.problem('indexes/', f"offset {entry['offset']}: a {record['type']} record is indexed")
        if re.sub(r'\D', '', record['date'])[:14] != timestamp[:14]:
            reader.problem('indexes/', f"offset {entry['offset']}: time of index and record differ")
    indexed = {int(entry['offset']) for entry in wacz['index']}
    for record in reader.records:
        if record['type'] in {'response', 'revisit'} and record['offset'] not in indexed:
            reader.problem('indexes/', f"record at offset {record['offset']} ({record['url']}) is not indexed")


def main(arguments):
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    path = arguments[0]
    body_dir = arguments[arguments.index('--body-dir') + 1] if '--body-dir' in arguments else None
    reader = Reader()
    result = {}
    try:
        if zipfile.is_zipfile(path):
            result['wacz'] = read_wacz(path, reader)
        else:
            with open(path, 'rb') as file:
                data = file.read()
            reader.read_gzip(data) if data[:2] == b'\x1f\x8b' else reader.read_plain(data)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        print(f'{path}: not readable as an archive: {error!r}', file=sys.stderr)
        return 2
    reader.check_references()
    for number, record in enumerate(reader.records):
        payload = record.pop('payload')
        if body_dir is not None:
            with open(os.path.join(body_dir, f'{number:05d}.body'), 'wb') as file:
                file.write(payload)
            record['bodyFile'] = f'{number:05d}.body'
    result['records'] = reader.records
    result['problems'] = reader.problems
    json.dump(result, io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8'), ensure_ascii=False)
    return 1 if reader.problems else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
