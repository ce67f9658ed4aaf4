// SPDX-License-Identifier: Apache-2.0
// Stands in for the header of Windows: everything is in oaidl.h.
#pragma once
