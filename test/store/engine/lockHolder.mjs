import { DatabaseSync } from 'node:sqlite';

const database = new DatabaseSync(process.argv[2]);
// The right to write, held by a process of its own until its input ends.
database.exec('begin immediate');
process.stdout.write('held\n');
process.stdin.resume();
process.stdin.on('end', () => {
	database.exec('commit');
	database.close();
});
