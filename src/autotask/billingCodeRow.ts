import { z } from 'zod';
import { id, name, optionalId, truth } from './fields';

export const billingCodeFields = ['id', 'name', 'isActive', 'useType'] as const;

export const billingCodeRow = z.object({ id, name, isActive: truth, useType: optionalId });
