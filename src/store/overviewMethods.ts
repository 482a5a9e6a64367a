import type { OverviewStore } from '../ports/store/overview';
import type { Binding } from './binding';
import { blockedTasks } from './overview/blocked';
import { countPlans, differingLines, largestChanges } from './overview/planSums';
import { revenueSteps } from './overview/revenueSteps';
import { setUp } from './overview/setUp';

/** Methods that count and sum. */
export function overviewMethods({ reading }: Binding): OverviewStore {
	return {
		countPlans: reading(countPlans),
		differingLines: reading(differingLines),
		blockedTasks: reading(blockedTasks),
		revenueSteps: reading(revenueSteps),
		largestChanges: reading(largestChanges),
		setUp: reading(setUp),
	};
}
