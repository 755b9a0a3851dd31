"""The daemon: one world, from its start to SIGTERM."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
import time
from dataclasses import asdict

from world.options import Folder, Options

LOOK_SECONDS = 0.05


def main() -> int:
    """Takes the options as a JSON object, the only argument. Writes daemon.json once the world is settled.

    Exit status 1, after cleaning up, if it could not be settled.
    """
    options = Options(**json.loads(sys.argv[1]))
    folder = Folder(options.name)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # Why the world is to end. No event: a signal that another thread took would not wake who waits for it.
    ended: list[int | Exception] = []
    for sent in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sent, lambda number, _: ended.append(number))
    # Imported late: moto takes seconds, and a signal must find its handler.
    from world.world import World

    world = World(options)

    def settle() -> None:
        try:
            world.settle()
            told = {"pid": os.getpid(), "name": options.name, "url": world.endpoint, "options": asdict(options)}
            written = folder.daemon.with_suffix(".next")
            written.write_text(json.dumps(told))
            written.replace(folder.daemon)
        except Exception as failure:
            ended.append(failure)

    # On a thread of its own, so that the signals end a world that does not settle, too.
    threading.Thread(target=settle, name="settle", daemon=True).start()
    while not ended:
        time.sleep(LOOK_SECONDS)
    folder.daemon.unlink(missing_ok=True)
    world.down()
    failed = next((why for why in ended if isinstance(why, Exception)), None)
    if failed:
        logging.error("the world could not be made", exc_info=failed)
    return 1 if failed else 0


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    # Everything has ended; to take moto apart object by object would only keep `down` waiting for seconds.
    os._exit(status)
