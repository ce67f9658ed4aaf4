// SPDX-License-Identifier: Apache-2.0
/**
 * Checks InnoDB's files without a server, as MariaDB 10.5 and later write them. The formats: "InnoDB Page Structure",
 * "InnoDB Tablespaces" and "InnoDB Redo Log" of the MariaDB Knowledge Base, MDEV-12026 (full_crc32), MDEV-14425 (the log
 * since 10.8); held against the files of a real server by this project's tests.
 */
package org.example.mariadb.innodb;
