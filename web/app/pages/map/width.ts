import { onBeforeUnmount, type Ref, ref, useTemplateRef, watch } from 'vue';

/** The width of the element that the template names, in whole pixels, as it changes; 0 before it is there. */
export function useWidth(name: string): Ref<number> {
  const place = useTemplateRef<HTMLElement>(name);
  const width = ref(0);
  const sizes = new ResizeObserver(([entry]) => {
    if (entry && entry.contentRect.width > 0) width.value = Math.round(entry.contentRect.width);
  });
  watch(place, (element) => {
    sizes.disconnect();
    if (element) sizes.observe(element);
  }, { immediate: true });
  onBeforeUnmount(() => sizes.disconnect());
  return width;
}
