// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stillframe.sqlserver.backup;

import org.jspecify.annotations.NullMarked;
