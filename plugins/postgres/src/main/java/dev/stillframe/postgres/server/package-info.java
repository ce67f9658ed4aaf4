// SPDX-License-Identifier: Apache-2.0
/** How a server is reached: settings, passwords, connections, and what its errors mean. */
@NullMarked
package dev.stillframe.postgres.server;

import org.jspecify.annotations.NullMarked;
