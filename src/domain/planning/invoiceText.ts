import type { Service } from '../contract/service';
import { descriptionSet } from '../portion/rowChanges';
import type { ProductQuantity, TaskContext } from '../portion/taskContext';

/** The text on the invoice of a new line; written once, without dates. Source: rule Q14. */
export function invoiceText(context: TaskContext, wanted: ProductQuantity, service: Service): string {
	const periods = { monthly: 'monthly', quarterly: 'quarterly', semiAnnual: 'semi-annual', yearly: 'yearly' };
	const texts = {
		productAndPeriod: `${wanted.name}, ${periods[context.periodType]}`,
		productName: wanted.name,
		autotask: service.invoiceDescription ?? service.name,
	};
	return descriptionSet(context, wanted) ?? texts[context.facts.settings.invoiceDescription];
}
