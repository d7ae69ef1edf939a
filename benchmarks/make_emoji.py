"""Makes the bundled folder of emoji, ``gan_lessons/data/samples/emoji_faces``, from the npm package that has them.

    npm pack emoji-datasource-twitter@16.0.0 && tar xzf emoji-datasource-twitter-16.0.0.tgz
    python benchmarks/make_emoji.py package

Faces only, of people and of cats, 64 x 64 pixels; the files are copied as they are, under readable names.
"""

import argparse
import json
import shutil
from pathlib import Path

from gan_lessons.data import examples


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path, help="the unpacked package")
    package = parser.parse_args().package
    folder = examples.SAMPLES / "emoji_faces"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for emoji in json.loads((package / "emoji.json").read_text("utf-8")):
        kind = emoji["subcategory"]
        if (
            emoji["has_img_twitter"]
            and (kind.startswith("face-") or kind == "cat-face")
            and kind != "face-costume"
        ):
            name = emoji["short_name"].replace("_", "-")
            shutil.copyfile(package / "img" / "twitter" / "64" / emoji["image"], folder / f"{name}.png")
    files = sorted(folder.iterdir())
    print(f"{len(files)} files, {sum(file.stat().st_size for file in files):,} bytes")


if __name__ == "__main__":
    main()
