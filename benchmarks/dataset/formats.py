# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Size, speed and random access of file formats for maps: why a run keeps NumPy arrays in tar archives.

Usage: formats.py [--images 2000] [--targets 3]; Arrow needs the package pyarrow, Zarr the package zarr; they are left out otherwise.
"""

import argparse
import io
import random
import tarfile
import tempfile
import time
from pathlib import Path

import numpy as np


def files(maps, folder):
    for number, one in enumerate(maps):
        np.save(folder / f"{number:09}.npy", one)
    return lambda number: np.load(folder / f"{number:09}.npy")


def tar(maps, folder):
    offsets = []
    with tarfile.open(folder / "maps.tar", "w", format=tarfile.USTAR_FORMAT) as archive:
        for number, one in enumerate(maps):
            stream = io.BytesIO()
            np.save(stream, one)
            member = tarfile.TarInfo(f"{number:09}.npy")
            member.size = stream.tell()
            stream.seek(0)
            offsets.append(archive.offset + 512 + 128)
            archive.addfile(member, stream)
    shape = maps[0].shape
    return lambda number: np.fromfile(folder / "maps.tar", "<f4", maps[0].size, offset=offsets[number]).reshape(shape)


def arrow(maps, folder):
    import pyarrow as pa

    schema = pa.schema([("maps", pa.binary())])
    with pa.OSFile(str(folder / "maps.arrow"), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        for one in maps:
            writer.write_batch(pa.record_batch([[one.tobytes()]], schema))
    reader = pa.ipc.open_file(pa.memory_map(str(folder / "maps.arrow")))
    return lambda number: np.frombuffer(reader.get_batch(number)[0][0].as_buffer(), "<f4").reshape(maps[0].shape)


def zarr(maps, folder):
    import zarr as package

    array = package.create_array(folder / "maps.zarr", shape=(len(maps), *maps[0].shape), chunks=(1, *maps[0].shape),
                                 shards=(min(256, len(maps)), *maps[0].shape), dtype="f4", compressors=None)
    for begin in range(0, len(maps), 256):
        array[begin:begin + 256] = np.stack(maps[begin:begin + 256])
    return lambda number: array[number]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--images", type=int, default=2000)
    parser.add_argument("--targets", type=int, default=3)
    arguments = parser.parse_args()
    generator = np.random.default_rng(0)
    maps = [generator.random((arguments.targets, 7, 7), np.float32) for _ in range(arguments.images)]
    order = random.Random(0).sample(range(len(maps)), min(500, len(maps)))
    print(f"{'format':8} {'files':>6} {'bytes/value':>12} {'written/s':>10} {'read/s':>8}")
    for write in [files, tar, arrow, zarr]:
        with tempfile.TemporaryDirectory() as name:
            start = time.perf_counter()
            try:
                read = write(maps, Path(name))
            except ImportError as error:
                print(f"{write.__name__:8} left out: {error}")
                continue
            written = time.perf_counter() - start
            start = time.perf_counter()
            for number in order:
                np.testing.assert_array_equal(read(number), maps[number])
            seconds = time.perf_counter() - start
            made = [path for path in Path(name).rglob("*") if path.is_file()]
            size = sum(path.stat().st_size for path in made) / sum(one.size for one in maps)
            print(f"{write.__name__:8} {len(made):6} {size:12.1f} {len(maps) / written:10.0f} {len(order) / seconds:8.0f}")


if __name__ == "__main__":
    main()
