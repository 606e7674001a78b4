"""Holding this process to a memory and a time, by what each system has for it."""

from __future__ import annotations

import sys


def confine(memory: int, seconds: int) -> None:
    """Hold this process to `memory` bytes and `seconds` of the processor, and have it leave no core dump.

    What goes beyond ends the process, or fails in it. macOS does not hold a process to its memory.
    """
    if sys.platform == "win32":
        _confine_on_windows(memory, seconds)
    else:
        import resource  # noqa: PLC0415 - there is none on Windows

        # A core dump would leave case data on the disk.
        for limit, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_CPU, seconds)):
            resource.setrlimit(limit, (most, most))
        if sys.platform != "darwin":
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", _Basic),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    _EXTENDED, _PROCESS_TIME, _PROCESS_MEMORY, _DIE_ON_FAULT = 9, 0x2, 0x100, 0x400

    def _confine_on_windows(memory: int, seconds: int) -> None:
        """Put this process into a job of its own, which Windows ends where it goes beyond; jobs nest."""
        limits = _Extended()
        limits.BasicLimitInformation.LimitFlags = _PROCESS_TIME | _PROCESS_MEMORY | _DIE_ON_FAULT
        limits.BasicLimitInformation.PerProcessUserTimeLimit = seconds * 10_000_000  # of 100 nanoseconds
        limits.ProcessMemoryLimit = memory
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
        size = ctypes.sizeof(limits)
        set_limits = kernel.SetInformationJobObject(job, _EXTENDED, ctypes.byref(limits), size)
        here = wintypes.HANDLE(kernel.GetCurrentProcess())
        if not (set_limits and kernel.AssignProcessToJobObject(job, here)):
            raise ctypes.WinError(ctypes.get_last_error())
