// SPDX-License-Identifier: Apache-2.0
// Opens the file that it is given and shares it with nobody, says so on its standard output, and waits to be ended.
#include <windows.h>
#include <cstdio>

int main(int count, char **arguments) {
    if (count < 2) return 2;
    HANDLE file = CreateFileA(arguments[1], GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr);
    if (file == INVALID_HANDLE_VALUE) return 1;
    puts("held");
    fflush(stdout);
    Sleep(INFINITE);
    return 0;
}
