import { startOfDay, plusDays, readCalendarDate } from '../../domain/calendarDate';
import type { TaskId } from '../../domain/ids';
import type { LogSearch } from '../../ports/store/actionLog';
import { loggedActions } from '../../sync/deciding/loggedActions';
import { pageNumber, type PageRequest, rowsPerPage } from '../pageRequest';

/** What is searched for, as it is typed; the days are inclusive. */
export interface LogState {
	readonly search: string;
	readonly task: string;
	readonly customer: string;
	readonly by: string;
	readonly action: string;
	readonly from: string;
	readonly to: string;
	readonly page: number;
}

/** Days that are none, and actions that there are not, are left out. */
export function stateOf(request: PageRequest): LogState {
	const said = (name: string) => (request.query[name] ?? '').trim().slice(0, 200);
	return {
		search: said('search'),
		task: said('task'),
		customer: said('customer'),
		by: said('by'),
		action: loggedActions.find((one) => one === said('action')) ?? '',
		from: readCalendarDate(said('from')) ?? '',
		to: readCalendarDate(said('to')) ?? '',
		page: pageNumber(request),
	};
}

/** The search in the store; days begin in the connection's time zone. */
export function searchOf(state: LogState, timeZone: string): LogSearch {
	const { search, task, customer, by, action, page } = state;
	const [from, to] = [readCalendarDate(state.from), readCalendarDate(state.to)];
	return {
		search,
		customer,
		by,
		...(task === '' ? {} : { taskId: task as TaskId }),
		...(action === '' ? {} : { action }),
		...(from && { from: startOfDay(from, timeZone) }),
		...(to && { until: startOfDay(plusDays(to, 1), timeZone) }),
		offset: (page - 1) * rowsPerPage,
		limit: rowsPerPage,
	};
}
