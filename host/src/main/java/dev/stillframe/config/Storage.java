// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

/** Where backups are kept. A value: jobs that name the same one share it. */
public sealed interface Storage permits RepositoryStorage, ArchiveFolder {}
