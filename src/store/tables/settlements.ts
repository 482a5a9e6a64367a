import type { Kysely } from 'kysely';
import type { Settlement } from '../../ports/store/lines';
import type { Schema } from '../schema/schema';
import { changeTasks } from '../tasks/taskChanges';
import { addToLog } from './actionLog';
import { markRecorded } from './journal';
import { saveAssignments, saveLinkedLines, saveOtherUnits } from './lines';

/** Records what the writes of some tasks have come to; called within one transaction, so all of it or nothing. */
export async function settleTasks(database: Kysely<Schema>, settlement: Settlement): Promise<void> {
	await saveLinkedLines(database, settlement.lines);
	await saveOtherUnits(database, settlement.otherUnits);
	await saveAssignments(database, settlement.assignments);
	await changeTasks(database, settlement.connectionId, settlement.tasks, settlement.now);
	await markRecorded(database, settlement.recorded);
	await addToLog(database, settlement.log);
}
