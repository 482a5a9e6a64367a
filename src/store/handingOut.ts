import { sortBy } from 'lodash';
import type { TaskStore } from '../ports/store/tasks';
import type { Binding } from './binding';
import { chooseAndTake, chooseTasks, takeTasks } from './tasks/offers';
import { taskOfRow } from './tasks/taskRow';

/** So often others may be faster before the choice is made under the right to write, too. */
const freeChoices = 3;

/**
 * Hands out free tasks, oldest first, whole contracts together as far as assigned; nobody else gets them before `until`.
 *
 * They are chosen without the right to write, which everybody else waits for; under it is only looked whether they are
 * free still.
 */
export function handingOut({ reading, writing }: Binding): TaskStore['offerTasks'] {
	const [choose, take, takeAtOnce] = [reading(chooseTasks), writing(takeTasks), writing(chooseAndTake)];
	const rowsOf = async (...[connectionId, offering]: Parameters<TaskStore['offerTasks']>) => {
		for (let choices = 0; choices < freeChoices; choices += 1) {
			const chosen = await choose(connectionId, offering);
			if (chosen.length === 0) return [];
			const taken = await take(connectionId, chosen, offering);
			if (taken) return taken;
		}
		return await takeAtOnce(connectionId, offering);
	};
	return async (connectionId, offering) =>
		sortBy(await rowsOf(connectionId, offering), ['effectiveAt', 'createdAt', 'id']).map(taskOfRow);
}
