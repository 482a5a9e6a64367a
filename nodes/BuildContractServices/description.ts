import type { INodeProperties } from 'n8n-workflow';
import { buildProperties } from '../shared/settings/buildProperties';

/** The node's parameters. */
export const buildContractServicesProperties: INodeProperties[] = buildProperties();
