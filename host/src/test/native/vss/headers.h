// SPDX-License-Identifier: Apache-2.0
// The real VSS headers (mingw-w64's, in the order of Microsoft's SDK), on Windows with the real Windows types, on Linux
// with those of linux/oaidl.h: the compiler holds every signature of the fake against them.
#pragma once
#ifdef _WIN32
#include <windows.h>
#include <ole2.h>
#else
#define COM_NO_WINDOWS_H
#include "oaidl.h"
#endif
#include <vss.h>
#include <vswriter.h>
#include <vsbackup.h>
