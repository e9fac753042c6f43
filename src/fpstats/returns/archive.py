"""The ZIP archive of a workbook: its parts, unpacked a chunk at a time and counted meanwhile.

Nothing in the archive is believed: not the sizes it states, nor that a name stands in it once.
Two programs that read a doubtful archive may see different parts of it, so a doubtful one is
refused. Nothing is ever unpacked to a disk.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns import limits

_END: Final = struct.Struct("<4s4H2LH")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_ENCRYPTED: Final = 0x1 | 0x40


class Archive:
    """An archive that is open; every part of it unpacks to what its directory states.

    Raises
    ------
    FpstatsError
        It is damaged, encrypted, or beyond a limit.
    """

    def __init__(self, path: str, source: Path | io.BytesIO) -> None:
        """Open it, and unpack every part once to see that it may be unpacked."""
        self.path = path
        self._file: BinaryIO = source.open("rb") if isinstance(source, Path) else source
        self._own = isinstance(source, Path)
        try:
            self._look_at_end()
            try:
                infos = zipfile.ZipFile(self._file).infolist()
            except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
                raise self.refused("damaged", reason=error) from None
            # A name that ends in a stroke is a folder, and holds nothing.
            files = [info for info in infos if not info.orig_filename.endswith("/")]
            self._parts = {self._name(info): info for info in files}
            if len(self._parts) < len(files):
                names = [self._name(info) for info in files]
                twice = next(name for name in names if names.count(name) > 1)
                raise self.refused("twice", part=twice)
            self._unpack_all()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, or wind back what was handed in."""
        if self._own:
            self._file.close()
        else:
            self._file.seek(0)

    def refused(self, key: str, **fields: object) -> FpstatsError:
        """Return the error that refuses this workbook, with its reason."""
        reason = say("workbook", key, **fields)
        return FpstatsError(say("error", "refused_workbook", path=self.path, reason=reason))

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._parts

    def names(self) -> list[str]:
        """Return the names of the parts, in small letters."""
        return list(self._parts)

    def read(self, name: str) -> bytes:
        """Return a part that lists things, whole."""
        parts = list(self.chunks(name))
        whole = b"".join(parts)
        if len(whole) > limits.MOST_MANIFEST:
            raise self.refused("part_too_large", part=name, most=limits.MOST_MANIFEST)
        return whole

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part, unpacked, a chunk at a time.

        The size that the directory states is where it must end; a part that goes on, or ends
        before, is damaged or lies.
        """
        info = self._parts[name.casefold()]
        size, check = 0, 0
        for chunk in self._inflated(name, info):
            size += len(chunk)
            check = zlib.crc32(chunk, check)
            if size > info.file_size:
                break
            yield chunk
        if size != info.file_size or check != info.CRC:
            raise self.refused("part_damaged", part=name)

    def _look_at_end(self) -> None:
        """Refuse what has no plain end: it is cut off, or made to be read in two ways."""
        length = self._file.seek(0, io.SEEK_END)
        self._file.seek(max(0, length - _END.size))
        end = self._file.read(_END.size)
        if len(end) < _END.size or not end.startswith(b"PK\5\6"):
            raise self.refused("cut_off")
        _, _, _, _, count, directory, _, _ = _END.unpack(end)
        if count > limits.MOST_PARTS or directory > limits.MOST_DIRECTORY:
            raise self.refused("too_many_parts", most=limits.MOST_PARTS)
        self._file.seek(max(0, length - _END.size - 20))
        if self._file.read(4) == b"PK\6\7":
            raise self.refused("too_many_parts", most=limits.MOST_PARTS)
        self._packed = length

    def _name(self, info: zipfile.ZipInfo) -> str:
        """Return the name as spreadsheet programs compare it; none may lead out of the archive."""
        name = info.orig_filename.replace("\\", "/").casefold()
        if (
            {"", ".", ".."} & set(name.removesuffix("/").split("/"))
            or ":" in name
            or not name.isprintable()
            or len(name) > 500
        ):
            raise self.refused("odd_name", part=name[:80])
        return name

    def _unpack_all(self) -> None:
        """Unpack every part and keep nothing: no later look can meet a bomb."""
        total = 0
        for name in self._parts:
            for chunk in self.chunks(name):
                total += len(chunk)
                if total > limits.MOST_UNPACKED:
                    raise self.refused("too_large", most=limits.MOST_UNPACKED // 2**20)
                if total > max(limits.FREE_UNPACKED, self._packed * limits.MOST_RATIO):
                    raise self.refused("ratio", most=limits.MOST_RATIO)

    def _inflated(self, name: str, info: zipfile.ZipInfo) -> Iterator[bytes]:
        if info.flag_bits & _ENCRYPTED:
            raise self.refused("encrypted")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.refused("packed_oddly", part=name)
        self._file.seek(max(info.header_offset, 0))
        header = self._file.read(_LOCAL.size)
        if len(header) < _LOCAL.size or not header.startswith(b"PK\3\4"):
            raise self.refused("part_damaged", part=name)
        *_, name_length, extra_length = _LOCAL.unpack(header)
        self._file.seek(name_length + extra_length, io.SEEK_CUR)
        packed = self._packed_chunks(info.compress_size)
        if info.compress_type == zipfile.ZIP_STORED:
            yield from packed
            return
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for chunk in packed:
                rest = chunk
                while rest:
                    yield inflater.decompress(rest, limits.CHUNK)
                    rest = inflater.unconsumed_tail
            yield inflater.flush()
        except zlib.error:
            raise self.refused("part_damaged", part=name) from None

    def _packed_chunks(self, size: int) -> Iterator[bytes]:
        position = self._file.tell()
        while size > 0:
            # Two parts may be read in turns.
            self._file.seek(position)
            chunk = self._file.read(min(size, limits.CHUNK))
            if not chunk:
                return
            size -= len(chunk)
            position += len(chunk)
            yield chunk
