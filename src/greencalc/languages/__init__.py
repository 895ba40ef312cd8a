"""What the library says, in English and Chinese: texts that know their parts (said), and a catalogue a language.

It knows no other room. A catalogue is a folder of TOML files, an entry a sentence: English = the other language.
"""
