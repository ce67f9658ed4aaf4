// SPDX-License-Identifier: Apache-2.0
/** How an instance is reached: settings, connections, one session that holds, and what its errors mean. */
@NullMarked
package dev.stillframe.sqlserver.server;

import org.jspecify.annotations.NullMarked;
