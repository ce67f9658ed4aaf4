// SPDX-License-Identifier: Apache-2.0
/** What is watched from outside while a writer works: the workload, the files, threads and descriptors. */
@NullMarked
package dev.stillframe.testkit.watch;

import org.jspecify.annotations.NullMarked;
