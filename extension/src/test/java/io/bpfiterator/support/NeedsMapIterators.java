// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import io.bpfiterator.EnabledIfIterator;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Enables a test if the kernel loads iterators over the elements of maps, which some kernels refuse even to root. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@EnabledIfIterator({"bpf_map_elem", "sockmap", "bpf_sk_storage_map"})
public @interface NeedsMapIterators {}
