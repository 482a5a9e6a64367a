/** In which the changes of the tables are noted: a database that has tables, and not this one, is another program's. */
export const migrationTableName = 'store_migration';
