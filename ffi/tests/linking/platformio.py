"""What PlatformIO would do with the library for a board: platformio.py FOLDER CPU CHIP FLAG..."""

import json
import os
import sys


class Board(dict):
    def BoardConfig(self):
        return self

    def Append(self, **what):
        print(what["LIBS"][0], os.path.basename(what["LIBPATH"][0]))


folder, cpu, chip, flags = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../examples/link/platformio")
with open(os.path.join(here, "library.json")) as manifest:
    script = json.load(manifest)["build"]["extraScript"]
with open(os.path.join(here, script)) as source:
    code = compile(source.read(), script, "exec")
os.chdir(folder)
env = Board({"build.cpu": cpu, "build.mcu": chip, "CCFLAGS": flags, "LINKFLAGS": []})
exec(code, {"Import": lambda name: None, "env": env})
